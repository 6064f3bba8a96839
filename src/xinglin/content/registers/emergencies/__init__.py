"""Public-health emergencies (突发公共卫生事件): events, and the reports of each."""
