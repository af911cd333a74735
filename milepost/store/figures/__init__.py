"""What figures are made of: counts of one period, and the conversations behind them."""
