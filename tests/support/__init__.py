"""What the tests share: databases, makers, simulators, switches."""
