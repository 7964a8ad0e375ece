package dev.faroe.database;

import java.util.Set;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Tells Boot that a {@link FaroeMigration} prepares a database, so that what uses one
 * comes after it.
 */
final class FaroeMigrationDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

	@Override
	protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
		return Set.of(FaroeMigration.class);
	}

}
