"""Construction projects (重点建设项目): what is built, the year plan, stages, money spent."""
