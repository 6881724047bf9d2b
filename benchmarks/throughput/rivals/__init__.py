"""What else could do the hub's work, each as its own documentation would have it written, and as fast as we can."""
