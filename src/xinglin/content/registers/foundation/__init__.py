"""The ground all lines stand on (基础资料): institutions, population, yearly tasks."""
