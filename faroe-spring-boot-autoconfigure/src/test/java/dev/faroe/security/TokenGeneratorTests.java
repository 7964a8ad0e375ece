package dev.faroe.security;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TokenGeneratorTests {

	private final TokenGenerator tokens = new TokenGenerator();

	@Test
	void generatesIdsOfTheWholeAlphabet() {
		Set<String> ids = new HashSet<>();
		for (int number = 0; number < 1000; number++) {
			ids.add(this.tokens.id());
		}
		assertThat(ids).hasSize(1000).allMatch((id) -> id.length() == 24).allMatch(TokenGenerator::isId);
		assertThat(characters(ids)).isEqualTo("23456789abcdefghijkmnpqrstuvwxyz");
	}

	@Test
	void generatesCodesOfTheWholeAlphabet() {
		Set<String> codes = IntStream.range(0, 1000)
			.mapToObj((number) -> this.tokens.code())
			.collect(Collectors.toSet());
		assertThat(codes).hasSize(1000).allMatch((code) -> code.length() == 8);
		assertThat(characters(codes)).isEqualTo("23456789ABCDEFGHJKLMNPQRSTUVWXYZ");
	}

	private static String characters(Set<String> tokens) {
		return tokens.stream()
			.flatMapToInt(String::chars)
			.distinct()
			.sorted()
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
	}

	@Test
	void derivesIdsOfTheWholeAlphabet() {
		Set<String> secrets = IntStream.range(0, 1000)
			.mapToObj((number) -> this.tokens.id())
			.collect(Collectors.toSet());
		Set<String> derived = secrets.stream().map(TokenGenerator::idFrom).collect(Collectors.toSet());
		assertThat(derived).hasSize(1000).allMatch(TokenGenerator::isId).doesNotContainAnyElementsOf(secrets);
		assertThat(characters(derived)).isEqualTo("23456789abcdefghijkmnpqrstuvwxyz");
		assertThat(secrets).allMatch((secret) -> derived.contains(TokenGenerator.idFrom(secret)));
		assertThatIllegalArgumentException().isThrownBy(() -> TokenGenerator.idFrom("abc"));
	}

	@Test
	void generatesOnAnEventLoop() {
		StepVerifier.create(Mono.fromSupplier(this.tokens::id).subscribeOn(Schedulers.parallel()))
			.expectNextCount(1)
			.verifyComplete();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "aaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaa",
			"aaaaaaaaaaaaaaaaaaaaaaaA", "aaaaaaaaaaaaaaaaaaaaaaal", "aaaaaaaaaaaaaaaaaaaaaaao",
			"aaaaaaaaaaaaaaaaaaaaaaa0", "aaaaaaaaaaaaaaaaaaaaaa%s" })
	void knowsWhatIsNoId(String text) {
		assertThat(TokenGenerator.isId(text)).isFalse();
	}

	@Test
	void comparesSecrets() {
		assertThat(ConstantTime.equals("ABCDEFGH", "ABCDEFGH")).isTrue();
		assertThat(ConstantTime.equals("ABCDEFGH", "ABCDEFGJ")).isFalse();
		assertThat(ConstantTime.equals("ABCDEFGH", "ABCDEFG")).isFalse();
		assertThat(ConstantTime.equals("ABCDEFGH", "")).isFalse();
	}

}
