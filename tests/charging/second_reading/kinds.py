"""Kinds of income and capital sorted by what the regulations say of them, each once more by hand."""

from fractions import Fraction

MAIN_HOME = "main_home"
NOTIONAL = ("notional",)
LAND = (MAIN_HOME, "second_home", "let_property", "property", "land")

# Reg 18: whatever Schedule 2 does not name.
COUNTED_CAPITAL = (
    "savings",
    "current_account",
    "bank_account",
    "building_society",
    "cash",
    "isa",
    "national_savings",
    "premium_bonds",
    "shares",
    "unit_trusts",
    "investments",
    "investment_bond",
    "trust",
    "inheritance",
    "sale_proceeds",
    "other",
    "second_home",
    "let_property",
    "property",
    "land",
)
# Schedule 2, paras 13, 14, 15, 19, 21 and 25.
ALWAYS_IGNORED_CAPITAL = (
    "personal_possessions",
    "annuity",
    "personal_injury_trust",
    "life_policy",
    "pension_fund",
    "infected_blood_payment",
    "court_held_injury_money",
)
IGNORED_FOR_WEEKS: dict[str, int] = {}
IGNORED_UP_TO: dict[str, Fraction] = {}

# Reg 13: counted, whatever is not in Schedule 1.
COUNTED = (
    "state_pension",
    "occupational_pension",
    "personal_pension",
    "private_pension",
    "pension_credit_guarantee",
    "universal_credit",
    "employment_support_allowance",
    "income_support",
    "jobseekers_allowance",
    "carers_allowance",
    "industrial_injuries_disablement_benefit",
    "incapacity_benefit",
    "severe_disablement_allowance",
    "maternity_allowance",
    "attendance_allowance",
    "dla_care",
    "pip_daily_living",
    "constant_attendance_allowance",
    "other",
)
# Reg 14, and Schedule 1, paras 3, 5, 8 to 10, 13, 17A, 18, 28, 30, 33, 35, 38, 39 and 44.
IGNORED = (
    "earnings",
    "dla_mobility",
    "pip_mobility",
    "war_pensioners_mobility_supplement",
    "armed_forces_independence_payment",
    "war_disablement_pension",
    "guaranteed_income_payment",
    "child_benefit",
    "guardians_allowance",
    "child_tax_credit",
    "child_maintenance",
    "housing_benefit",
    "council_tax_reduction",
    "christmas_bonus",
    "winter_fuel_payment",
    "social_fund_payment",
    "direct_payment",
    "war_widows_supplementary_pension",
    "student_loan",
    "gallantry_award",
)
# Guidance, Annex C: ignored at home, counted in a care home.
IGNORED_AT_HOME = ("working_tax_credit",)
# Schedule 1, paras 17 and 19: ten pounds of each, with para 15 no more than twenty in all.
TEN_POUNDS = (
    "war_widows_pension",
    "war_pension_other",
    "widowed_parents_allowance",
    "survivors_guaranteed_income_payment",
)
# Schedule 1, para 15(1).
CHARITABLE: tuple[str, ...] = ()
SAVINGS_CREDIT = "pension_credit_savings"
# Schedule 1, para 4: where one of these counts, disability costs have to be allowed; para 11 for temporary residents.
DISABILITY = ("attendance_allowance", "dla_care", "pip_daily_living")
# Schedule 1, para 16.
HALF_TO_A_SPOUSE = ("occupational_pension", "personal_pension", "private_pension")
# Schedule 1, para 2: what they pay is taken off the housing costs.
HELP_WITH_HOUSING = ("housing_benefit", "council_tax_reduction")
# State Pension Credit Regulations, reg 9: benefits and pensions, but those that reg 9 leaves out and those ignored.
QUALIFYING_FOR_SAVINGS_CREDIT = (
    "state_pension",
    "occupational_pension",
    "personal_pension",
    "private_pension",
    "carers_allowance",
    "industrial_injuries_disablement_benefit",
    "war_widows_pension",
    "war_pension_other",
    "widowed_parents_allowance",
    "survivors_guaranteed_income_payment",
    "other",
)
EVERY_INCOME = (*COUNTED, *IGNORED, *IGNORED_AT_HOME, *TEN_POUNDS, *CHARITABLE, SAVINGS_CREDIT)
EVERY_CAPITAL = (*COUNTED_CAPITAL, *ALWAYS_IGNORED_CAPITAL, *IGNORED_FOR_WEEKS, *IGNORED_UP_TO, MAIN_HOME, *NOTIONAL)
