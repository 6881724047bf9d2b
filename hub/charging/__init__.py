"""What a person has to pay for care, worked out from facts, dated rates and dated policy alone."""
