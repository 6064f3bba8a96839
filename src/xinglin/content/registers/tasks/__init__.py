"""Task decomposition (任务分解): who does what by when, and how far it is."""
