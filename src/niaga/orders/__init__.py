"""What was agreed: the order, its lines, its states and its timeline."""
