"""The ink room: accounts, balanced journal entries, allocation, and the stores that only append."""
