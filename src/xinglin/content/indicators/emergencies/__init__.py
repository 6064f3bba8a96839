"""Indicators of public-health emergencies (突发公共卫生事件)."""
