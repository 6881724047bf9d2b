"""Recovery: reason codes, gates, working days. Pure: today is an argument."""
