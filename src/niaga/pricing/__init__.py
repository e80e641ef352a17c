"""What it costs: totals that add up. Pure; promotions, vouchers and tax come later."""
