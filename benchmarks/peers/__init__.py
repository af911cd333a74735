"""Chat widgets side by side in Chromium: ours and five public ones, from their npm packages, with the same checks."""
