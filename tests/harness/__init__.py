"""What the whole-server tests share: a server of their own, and clients to drive it. Standard library only."""
