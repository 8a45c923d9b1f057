"""Photos and short videos, cleaned of all that they tell beside what they show, and where they are kept."""
