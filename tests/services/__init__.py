"""The real RabbitMQ and PostgreSQL that the tests and the benchmarks talk to."""
