package dev.faroe.sample.operator;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a log says of the models of the pages of operators.
 */
class ModelTextTests {

	@Test
	void hasNoAddressOfAUserNorWhatOperatorsWriteOfOne() {
		assertThat(new UserRow("aaaaaaaaaaaaaaaaaaaaaaaa", "ann@example.com", true, Instant.EPOCH))
			.hasToString("UserRow[id=aaaaaaaaaaaaaaaaaaaaaaaa]");
		assertThat(new OneUserPages.Form("asked by ann@example.com")).hasToString("Form");
	}

}
