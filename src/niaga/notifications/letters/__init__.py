"""What is said to whom: one function a letter, over what happened and how the order stands now."""
