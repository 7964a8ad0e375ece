package dev.faroe.database;

import org.springframework.beans.factory.InitializingBean;

/**
 * Creates the tables of Faroe, or brings them up to date, with a tool of the application
 * such as Flyway. A bean of this type runs when the application starts, before everything
 * that uses a database, and it does not take the place of any bean of that tool, so that
 * the application's own migrations run as if it was not there.
 */
@FunctionalInterface
public interface FaroeMigration extends InitializingBean {

	/**
	 * Run the migrations that have not been run yet.
	 */
	void migrate();

	/**
	 * Run the migrations, when the bean is created.
	 */
	@Override
	default void afterPropertiesSet() {
		migrate();
	}

}
