package dev.faroe.security;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Secret}.
 */
class SecretTests {

	private static final String TEXT = "ABCDEFGH";

	private final Secret secret = Secret.of(TEXT);

	static List<JsonMapper> mappers() {
		return List.of(JsonMapper.builder().build(),
				JsonMapper.builder().enable(SerializationFeature.FAIL_ON_EMPTY_BEANS).build(),
				JsonMapper.builder()
					.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
					.changeDefaultVisibility((visibility) -> visibility.with(Visibility.ANY))
					.build());
	}

	@Test
	void tellsItsTextToWhoAsks() {
		assertThat(this.secret.value()).isEqualTo(TEXT);
		assertThat(this.secret).hasToString("Secret");
		assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(null));
	}

	@ParameterizedTest
	@MethodSource("mappers")
	void isNoMemberOfJson(JsonMapper mapper) {
		assertThat(mapper.writeValueAsString(new Holder("id", this.secret))).isEqualTo("{\"id\":\"id\"}");
	}

	@ParameterizedTest
	@MethodSource("mappers")
	void itsTextIsNowhereInJson(JsonMapper mapper) {
		for (Object value : List.of(this.secret, List.of(this.secret), Map.of("secret", this.secret),
				Map.of(this.secret, "value"), new Secret[] { this.secret })) {
			assertThat(mapper.writeValueAsString(value)).doesNotContain(TEXT);
		}
	}

	@Test
	void cannotBeSerialized() {
		assertThat(this.secret).isNotInstanceOf(Serializable.class);
	}

	@Test
	void equalsSecretsWithTheSameText() {
		assertThat(this.secret).isEqualTo(Secret.of(TEXT)).isNotEqualTo(Secret.of("ABCDEFGJ")).isNotEqualTo(TEXT);
	}

	@Test
	void itsHashCodeTellsNothing() {
		assertThat(this.secret).hasSameHashCodeAs(Secret.of("ABCDEFGJ"));
	}

	@Test
	void saysWhyItCannotBeRead() {
		DecryptionException failure = new DecryptionException("the key is missing");
		Secret unreadable = Secret.unreadable(failure);
		assertThatExceptionOfType(DecryptionException.class).isThrownBy(unreadable::value).isSameAs(failure);
		assertThat(unreadable).hasToString("Secret").isEqualTo(unreadable);
		assertThat(unreadable).isNotEqualTo(Secret.unreadable(failure)).isNotEqualTo(this.secret);
		assertThat(this.secret).isNotEqualTo(unreadable);
	}

	record Holder(String id, Secret secret) {
	}

}
