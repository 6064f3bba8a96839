"""Pages of a vaccination clinic (预防接种门诊): who is due, the stock, the queue and its screen."""
