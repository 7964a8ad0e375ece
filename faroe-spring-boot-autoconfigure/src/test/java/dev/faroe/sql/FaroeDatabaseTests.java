package dev.faroe.sql;

import java.time.Duration;

import io.r2dbc.spi.ConnectionFactories;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.data.annotation.Id;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.Repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Statements name tables in braces.
 */
class FaroeDatabaseTests {

	private final FaroeDatabase database = database(new TableNames("auth", "app_"));

	private static FaroeDatabase database(TableNames names) {
		return new FaroeDatabase(ConnectionFactories.get("r2dbc:h2:mem:///names?options=DB_CLOSE_DELAY=-1"), names,
				Duration.ofSeconds(1));
	}

	@Test
	void putsSchemaAndPrefixBeforeNamesInBracesAndNothingElse() {
		assertThat(this.database.statement("""
				SELECT EXISTS (SELECT 1 FROM {totp_credential} WHERE user_id = {user}.id)
				FROM {user} WHERE id = :user""")).isEqualTo("""
				SELECT EXISTS (SELECT 1 FROM auth.app_totp_credential WHERE user_id = auth.app_user.id)
				FROM auth.app_user WHERE id = :user""");
	}

	@Test
	void doesNotQualifyNamesWithoutASchema() {
		TableNames names = new TableNames(null, "app_");
		assertThat(database(names).statement("DELETE FROM {user}")).isEqualTo("DELETE FROM app_user");
		assertThat(
				names.inMigration("CREATE INDEX ${faroe-table-prefix}x ON ${faroe-schema}.${faroe-table-prefix}user"))
			.isEqualTo("CREATE INDEX app_x ON app_user");
	}

	@Test
	void givesRepositoriesTheTableTheColumnsAndTheKeyOfTheirEntity() {
		this.database.client().sql("CREATE SCHEMA auth").then().block();
		this.database.client().sql("CREATE TABLE auth.app_book (isbn VARCHAR(13), page_count INT)").then().block();
		this.database.client().sql("INSERT INTO auth.app_book VALUES ('9783161484100', 42)").then().block();
		assertThat(this.database.repository(Books.class).find("9783161484100").block())
			.isEqualTo(new Book("9783161484100", 42));
	}

	@Test
	void refusesTwoStatementsOfOneName() {
		assertThatIllegalStateException().isThrownBy(() -> this.database.repository(Ambiguous.class))
			.withMessageContaining("find");
	}

	interface Books extends Repository<Book, String> {

		@Query("SELECT {columns} FROM {table} WHERE {key} = :isbn")
		Mono<Book> find(String isbn);

	}

	interface Ambiguous extends Repository<Book, String> {

		@Query("SELECT {columns} FROM {table} WHERE {key} = :isbn")
		Mono<Book> find(String isbn);

		@Query("SELECT {columns} FROM {table} WHERE page_count = :pages")
		Mono<Book> find(int pages);

	}

	@Table("book")
	record Book(@Id String isbn, int pageCount) {
	}

}
