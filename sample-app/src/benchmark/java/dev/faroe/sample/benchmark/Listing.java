package dev.faroe.sample.benchmark;

import java.util.Map;

import dev.faroe.user.ListingStatements;
import dev.faroe.user.UserQuery;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * The statements of {@code GET /users}, one by one, run through Faroe's own repository.
 */
final class Listing implements AutoCloseable {

	private static final int PER_PAGE = 20;

	private final ConfigurableApplicationContext context;

	private final ListingStatements statements;

	private final int lastPage;

	/**
	 * Create an instance.
	 * @param environment what leads to the database
	 * @param users the number of users in it
	 */
	Listing(Map<String, String> environment, int users) {
		this.context = new SpringApplicationBuilder(Host.class).web(WebApplicationType.NONE)
			.properties("spring.config.location=optional:none.yml", "faroe.r2dbc.initialize-schema=always",
					"spring.r2dbc.url=" + environment.get("SPRING_R2DBC_URL"),
					"spring.r2dbc.username=" + environment.get("SPRING_R2DBC_USERNAME"),
					"spring.r2dbc.password=" + environment.get("SPRING_R2DBC_PASSWORD"))
			.run();
		this.statements = new ListingStatements(this.context);
		this.lastPage = users / PER_PAGE;
	}

	/**
	 * The time of a statement.
	 * @param part which statement
	 * @param times how often to run it
	 * @return the mean time, in microseconds
	 */
	double time(Part part, int times) {
		long start = System.nanoTime();
		for (int i = 0; i < times; i++) {
			run(part);
		}
		return (System.nanoTime() - start) / 1e3 / times;
	}

	private void run(Part part) {
		switch (part) {
			case FIRST_PAGE -> page(1);
			case LAST_PAGE -> page(this.lastPage);
			case TOTAL -> this.statements.total();
		}
	}

	private void page(int page) {
		UserQuery defaults = UserQuery.DEFAULT;
		UserQuery query = new UserQuery(defaults.sortBy(), defaults.sortOrder(), PER_PAGE, page, null);
		if (this.statements.page(query).size() != PER_PAGE) {
			throw new IllegalStateException("The page is not full");
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What a listing consists of.
	 */
	enum Part {

		/** The rows of the first page. */
		FIRST_PAGE,

		/** The rows of the last page. */
		LAST_PAGE,

		/** The number of all users. */
		TOTAL

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

	}

}
