"""Health emergency work (卫生应急): events, their reports, what is ready, what is learned."""
