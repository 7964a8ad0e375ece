package dev.faroe.login;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.faroe.security.Secret;
import dev.faroe.user.User;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.core.io.ClassPathResource;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

/**
 * What a native image is told about a log-in.
 */
class LogInRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		new LogInRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@ParameterizedTest
	@ValueSource(strings = { "messages.properties", "messages_de.properties" })
	void messagesAreIncluded(String name) {
		String path = "dev/faroe/login/message/" + name;
		assertThat(new ClassPathResource(path).exists()).isTrue();
		assertThat(resource().forResource(path)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everythingInASessionCanBeReadAgain(boolean complete) throws Exception {
		User user = new User("u".repeat(24), Instant.EPOCH, "ann@example.com", true, Secret.of("ABCDEFGH"),
				Set.of("totp"));
		FaroeAuthentication logIn = FaroeAuthentication.of(new FaroeUserDetails(user), proof(Factor.PASSWORD));
		SecurityContextImpl context = new SecurityContextImpl(complete ? logIn.with(proof(Factor.TOTP)) : logIn);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(context);
		}
		List<Class<?>> types = new ArrayList<>();
		try (ObjectInputStream input = new RecordingInput(bytes.toByteArray(), types)) {
			assertThat(input.readObject()).isEqualTo(context);
		}
		assertThat(types).hasSizeGreaterThan(5)
			.filteredOn((type) -> !type.isPrimitive())
			.allSatisfy((type) -> assertThat(reflection().onJavaSerialization(type, true)).accepts(this.hints));
	}

	@Test
	void needNoSpringSecurity() {
		RuntimeHints without = new RuntimeHints();
		new LogInRuntimeHints().registerHints(without, null);
		assertThat(resource().forResource("dev/faroe/login/message/messages.properties")).accepts(without);
	}

	private static FactorGrantedAuthority proof(String factor) {
		return FactorGrantedAuthority.withAuthority(factor).issuedAt(Instant.EPOCH).build();
	}

	private static final class RecordingInput extends ObjectInputStream {

		private final List<Class<?>> types;

		RecordingInput(byte[] bytes, List<Class<?>> types) throws IOException {
			super(new ByteArrayInputStream(bytes));
			this.types = types;
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
			Class<?> type = super.resolveClass(description);
			this.types.add(type);
			return type;
		}

	}

}
