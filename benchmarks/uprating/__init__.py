"""An April for everybody: a caseload of a hundred thousand, one uprating notice, and the time that it takes."""
