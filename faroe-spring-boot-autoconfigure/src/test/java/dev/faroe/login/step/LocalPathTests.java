package dev.faroe.login.step;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a redirect stays in the application.
 */
class LocalPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "/", "/page", "/page?to=https://elsewhere.example", "/a//b", "/%2F%2Felsewhere.example",
			"/page#part", "/@elsewhere.example", "/:8080" })
	void pathOfTheApplication(String path) {
		assertThat(LocalPath.isLocal(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "page", "//elsewhere.example", "///elsewhere.example", "/\\elsewhere.example",
			"\\\\elsewhere.example", "https://elsewhere.example", "javascript:alert(1)", "/\t/elsewhere.example",
			"/\n/elsewhere.example", " /page", "/a b", "/page\r\nSet-Cookie: a=b", "/%", "?page" })
	void somewhereElse(String path) {
		assertThat(LocalPath.isLocal(path)).isFalse();
	}

}
