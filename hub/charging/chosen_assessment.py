"""Which of a person's assessments stands on a day."""

from datetime import date

from hub.charging.circumstances import AssessmentBasis, Circumstances, FinancialAssessment


def assessment_on(circumstances: Circumstances, day: date) -> tuple[str, FinancialAssessment] | None:
    """Gives the latest assessment that applies, with its reference; an interim one only while there is no other.

    Source: Care Act 2014, s.17; charging decisions 24 and 29.
    """
    found: tuple[str, FinancialAssessment] | None = None
    for reference, assessment in circumstances.assessments.items():
        if assessment.effective_from <= day and (found is None or _comes_before(assessment, found[1])):
            found = reference, assessment
    return found


def _comes_before(assessment: FinancialAssessment, other: FinancialAssessment) -> bool:
    is_interim = assessment.basis is AssessmentBasis.INTERIM
    if is_interim is not (other.basis is AssessmentBasis.INTERIM):
        return not is_interim
    if assessment.effective_from != other.effective_from:
        return assessment.effective_from > other.effective_from
    return assessment.version.supersedes(other.version)
