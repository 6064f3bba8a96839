"""Food-safety risk monitoring and drinking water (健康危害监测)."""
