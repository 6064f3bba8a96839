"""Outbreak detection: which counts of a series are higher than its own past lets expect.

Pure engines over many series at once. A panel holds series that share their days; a method gives a
threshold and an alarm for each series and row. Where a method is one of the R package
`surveillance`, its results equal that package's (ADR 0025).
"""
