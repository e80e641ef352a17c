"""The pure rules of places: how codes are built, names spelled, questions read and answers ranked."""
