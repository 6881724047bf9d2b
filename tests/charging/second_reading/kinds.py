"""Kinds of income and capital sorted by what the regulations say of them, each once more by hand."""

from fractions import Fraction

MAIN_HOME = "main_home"
NOTIONAL = ("notional",)
PREMISES_FOR_A_TIME = ("premises_to_live_in", "premises_to_regain", "premises_under_repair")
COUNTED_LAND = ("second_home", "let_property", "property", "land", "let_land_with_future_interest")
LAND = (MAIN_HOME, *COUNTED_LAND, *PREMISES_FOR_A_TIME)

# Regs 18, 19 and 21: whatever Schedule 2 does not name; and what it names only for as long as the council says.
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
    "capital_abroad",
    "possessions_bought_to_cut_the_charge",
    "personal_injury_payment_for_care",
    "income_tax_refund",
    "holiday_pay",
    "income_from_capital",
    "employers_advance_or_loan",
    "irregular_charitable_payment",
    "payment_towards_arrears",
    *COUNTED_LAND,
    "business_assets_after_leaving",
)
# Schedule 2, paras 8, 9, 13 to 15, 17 to 21, 23, 25 to 35, 38 to 40 and 42.
ALWAYS_IGNORED_CAPITAL = (
    "future_interest_in_property",
    "business_assets",
    "personal_possessions",
    "annuity",
    "life_interest",
    "right_to_income_in_kind",
    "life_policy",
    "investment_bond_with_life_cover",
    "right_to_instalments",
    "social_fund_payment",
    "local_welfare_payment",
    "tax_refund_on_home_loan_interest",
    "capital_treated_as_income",
    "currency_conversion_charge",
    "pension_fund",
    "right_to_rent",
    "personal_injury_trust",
    "court_held_injury_money",
    "infected_blood_payment",
    "independent_living_fund",
    "grenfell_payment",
    "child_abuse_payment",
    "windrush_payment",
    "post_office_payment",
    "vaccine_damage_payment",
    "far_east_prisoners_payment",
    "vcjd_trust_payment",
    "victims_payment",
    "northern_ireland_abuse_redress",
    "scottish_abuse_redress",
    "payment_in_kind_from_trust",
    "war_widows_special_payment",
    "council_support_service_payment",
    "old_welfare_charge",
    "adoption_payment",
    "age_related_payment",
    "nhs_course_childcare_payment",
    "special_guardianship_payment",
    "energy_bills_support",
)
# Schedule 2, para 9: from the first stay in a home, if nobody says since when.
WHILE_ILL = "business_assets_while_ill"
# Paras 4, 7, 9, 12 and 22; 10, 11, 16 and 23; 27.
IGNORED_FOR_26_WEEKS = (
    *PREMISES_FOR_A_TIME,
    "former_home_proceeds",
    WHILE_ILL,
    "money_for_damage_or_loss",
    "loan_for_essential_repairs",
    "housing_association_deposit",
)
# Para 10: of attendance allowance and its like, of temporary residents.
ARREARS_OF_DISABILITY_BENEFITS = "disability_benefit_arrears"
IGNORED_FOR_52_WEEKS = (
    "benefit_arrears",
    ARREARS_OF_DISABILITY_BENEFITS,
    "tax_credit_arrears",
    "pre_1973_service_widows_payment",
    "personal_injury_payment",
    "training_bonus",
    "juror_or_witness_allowance",
    "health_travel_payment",
    "healthy_food_payment",
    "prison_visit_payment",
)
IGNORED_FOR_TWO_YEARS = ("vcjd_family_payment",)
# Para 37.
IGNORED_UP_TO = {"former_child_migrant_payment": Fraction(20000)}

# Regs 13, 16 and 17: counted, whatever is not in Schedule 1.
COUNTED = (
    "state_pension",
    "occupational_pension",
    "personal_pension",
    "private_pension",
    "retirement_annuity",
    "annuity",
    "widows_pension",
    "bereavement_allowance",
    "pension_credit_guarantee",
    "severe_disability_addition",
    "universal_credit",
    "uc_standard_allowance",
    "uc_health_element",
    "uc_carer_element",
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
    "family_maintenance",
    "income_from_business_assets",
    "capital_instalment",
    "capital_payment_by_third_party",
    "notional_income_given_up",
    "notional_income_available",
    "other",
)
# Reg 14, and Schedule 1, paras 3, 5 to 10, 12 to 15(2), 17A, 18, 20, 21, 23 to 28, 30 to 39 and 42 to 44. Universal
# Credit for housing and for children goes by analogy with paras 3 and 39.
IGNORED = (
    "earnings",
    "earnings_not_income",
    "dla_mobility",
    "pip_mobility",
    "war_pensioners_mobility_supplement",
    "armed_forces_independence_payment",
    "compensation_for_benefits",
    "war_disablement_pension",
    "guaranteed_income_payment",
    "war_widows_supplementary_pension",
    "gallantry_award",
    "uc_housing_element",
    "uc_child_element",
    "child_benefit",
    "guardians_allowance",
    "child_tax_credit",
    "child_maintenance",
    "housing_benefit",
    "council_tax_reduction",
    "income_support_housing_costs",
    "housing_benefit_compensation",
    "social_fund_payment",
    "winter_fuel_payment",
    "cold_weather_payment",
    "local_welfare_provision",
    "christmas_bonus",
    "direct_payment",
    "disregarded_benefit_increase",
    "council_support_service_payment",
    "charitable_payment_for_planned_item",
    "infected_blood_payment",
    "independent_living_fund",
    "volunteers_expenses",
    "employees_expenses",
    "educational_award",
    "training_payment",
    "student_loan",
    "nhs_course_childcare_payment",
    "juror_or_witness_allowance",
    "health_travel_payment",
    "healthy_food_payment",
    "prison_visit_payment",
    "disabled_employment_payment",
    "adoption_allowance",
    "child_arrangements_allowance",
    "special_guardianship_allowance",
    "fostering_allowance",
    "leaving_care_payment",
    "household_contribution",
    "home_income_plan_annuity_interest",
    "income_in_kind",
    "income_frozen_abroad",
    "currency_conversion_charge",
    # Reg 17(3): a top-up under agreement is the resident's income, and raises the cost by as much; neither is summed.
    "top_up_under_agreement",
    "top_up_to_provider",
    "third_party_payment_of_arrears",
)
# Guidance, Annex C, and Schedule 1, para 33: ignored at home, counted in a care home.
IGNORED_AT_HOME = ("working_tax_credit", "child_benefit_for_placed_child")
# Schedule 1, paras 11 and 41: ignored in a temporary stay.
IGNORED_FOR_A_TIME = ("attendance_allowance", "dla_care", "pip_daily_living", "concessionary_coal_cash")
# Reg 19: capital on the day it is due, and no income; the rent of one's own home only while the home is not excepted.
CAPITAL_WHEN_DUE = (
    "rent_from_counted_property",
    "interest_on_capital",
    "dividends",
    "tax_refund",
    "holiday_pay_not_earnings",
    "employers_advance",
    "irregular_charitable_payment",
    "voluntary_payment_for_arrears",
)
RENT_FROM_OWN_HOME = "rent_from_own_home"
# Schedule 1, paras 22(2) and 27: what is left when they have paid for what they are there for.
LESS_OUTGOINGS = ("rent_from_disregarded_premises", "mortgage_protection_insurance")
# Schedule 1, para 20.
LODGER, BOARDER = "lodger", "boarder"
# Schedule 1, paras 17 and 19: ten pounds of each, with para 15 no more than twenty in all.
TEN_POUNDS = (
    "war_widows_pension",
    "war_pension_other",
    "foreign_war_pension",
    "nazi_persecution_pension",
    "widowed_parents_allowance",
    "widowed_mothers_allowance",
    "survivors_guaranteed_income_payment",
)
# Schedule 1, para 15(1).
CHARITABLE = (
    "charitable_payment",
    "voluntary_payment",
    "personal_injury_payment",
    "personal_injury_periodical_payment",
)
SAVINGS_CREDIT = "pension_credit_savings"
# Schedule 1, para 4: where one of these counts, disability costs have to be allowed.
DISABILITY = ("attendance_allowance", "dla_care", "pip_daily_living")
# Section 7 of the notes: these end some weeks into a stay that the council pays for.
ENDING_IN_A_HOME = (*DISABILITY, "severe_disability_addition")
# Schedule 1, para 16.
HALF_TO_A_SPOUSE = ("occupational_pension", "personal_pension", "private_pension", "retirement_annuity")
# Schedule 1, paras 2 and 3: what they pay is taken off the housing costs.
HELP_WITH_HOUSING = (
    "housing_benefit",
    "council_tax_reduction",
    "income_support_housing_costs",
    "uc_housing_element",
)
UNIVERSAL_CREDIT = (
    "universal_credit",
    "uc_standard_allowance",
    "uc_health_element",
    "uc_carer_element",
    "uc_housing_element",
    "uc_child_element",
)
# State Pension Credit Regulations, reg 9: what counts there, but for the benefits that reg 9 leaves out.
QUALIFYING_FOR_SAVINGS_CREDIT = (
    "state_pension",
    "occupational_pension",
    "personal_pension",
    "private_pension",
    "retirement_annuity",
    "annuity",
    "widows_pension",
    "bereavement_allowance",
    "carers_allowance",
    "industrial_injuries_disablement_benefit",
    "war_disablement_pension",
    "guaranteed_income_payment",
    *TEN_POUNDS,
    "earnings",
    "notional_income_given_up",
    "notional_income_available",
    "other",
)
EVERY_INCOME = (
    *COUNTED,
    *IGNORED,
    *IGNORED_AT_HOME,
    "concessionary_coal_cash",
    *CAPITAL_WHEN_DUE,
    RENT_FROM_OWN_HOME,
    *LESS_OUTGOINGS,
    LODGER,
    BOARDER,
    *TEN_POUNDS,
    *CHARITABLE,
    SAVINGS_CREDIT,
)
EVERY_CAPITAL = (
    *COUNTED_CAPITAL,
    *ALWAYS_IGNORED_CAPITAL,
    *IGNORED_FOR_26_WEEKS,
    *IGNORED_FOR_52_WEEKS,
    *IGNORED_FOR_TWO_YEARS,
    *IGNORED_UP_TO,
    MAIN_HOME,
    *NOTIONAL,
)
