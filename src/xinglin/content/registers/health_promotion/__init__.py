"""Health education, hygiene titles, clean-ups, rectification (健康教育与爱国卫生)."""
