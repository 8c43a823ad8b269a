"""Help inside the program: the user guide in a window of its own, and the way into it from each page."""
