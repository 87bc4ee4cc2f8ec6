"""The points to learn from: data sets that are drawn, real ones, and polynomial inputs. Knows no network."""
