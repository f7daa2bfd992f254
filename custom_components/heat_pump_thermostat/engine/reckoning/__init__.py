"""What is worked out after each decision: powers, sums, and what was learned."""
