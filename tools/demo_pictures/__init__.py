"""The drawings of the demo shop as code: a canvas, shared shapes and cloth patterns, one module per category."""
