package dev.faroe;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.faroe.password.argon2.Argon2Parameters;
import dev.faroe.security.EncryptionKey;
import dev.faroe.security.Secret;
import dev.faroe.totp.TotpKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No secret shows in the text or the JSON of what hosts and Faroe itself pass around.
 * Every text counts as a secret but those that are named here: what is added is one until
 * somebody has thought about it.
 */
class SecretsTests {

	/** Components and fields that anybody may see who sees what they are part of. */
	private static final Set<String> NO_SECRETS = Set.of("id", "userId", "requestId", "credentialId", "email",
			"formerEmail", "clientIp", "emailQuery", "basePath", "path", "schema", "prefix", "tablePrefix", "keyPrefix",
			"limit", "issuer", "name", "type", "secondFactors", "error", "failure", "Charge.key", "Key.key",
			"FaroeConfigurationException.action", "FaroeUserDetails.email", "FaroeUserDetails.userId",
			"FaroeExchanges.basePath", "SecondFactorRequiredException.userId", "ServiceCallContext.outcome",
			"EncryptionAtRest.currentKeyId", "StoredCodes.kind", "MultiRowInsert.statement", "SqlUserLookup.byId",
			"SqlUserLookup.byIdAndHash", "SqlUserLookup.byEmail", "SqlUserListing.onPage", "SqlUserListing.count",
			"EmailAddress.value", "TotpEnrolmentService.issuer", "ClientAddressProperties.trustedProxies",
			"IpAddress.bytes", "ExpectedTable.columns", "Arrival.forwardedFor", "PasswordProperties.contextWords",
			"Pool.validationQuery", "RouteCollisions.routerFunction", "UnknownPathMapping.basePath", "disabledReason",
			"SqlAccountStateLookup.sql", "afterLogIn", "afterLogOut", "Failure.key", "Failure.field", "Pages.logIn",
			"Pages.secondFactor", "Pages.recoveryCode", "Pages.stepUp", "Pages.newRecoveryCode",
			"RememberedRequest.path", "RememberedRequest.otherwise", "CodeNotDeliveredEvent.purpose", "passkeyId",
			"transports", "rpId", "rpName", "relatedOrigins", "challengeHash", "StoredPasskey.credential",
			"NewCredential.credential", "MailProperties.from", "MailProperties.serviceName", "MailProperties.subjects",
			"Part.text", "PasskeyScript.endpoint", "PasskeyScript.content", "PasskeyScript.integrity",
			"PasskeyScript.version");

	/** What keeps a secret itself. */
	private static final Set<Class<?>> KEEPERS = Set.of(Secret.class, TotpKey.class, EncryptionKey.class);

	private static final List<JsonMapper> MAPPERS = List.of(JsonMapper.builder().build(),
			JsonMapper.builder()
				.changeDefaultVisibility((visibility) -> visibility.withFieldVisibility(Visibility.ANY))
				.build());

	private static final List<Class<?>> TYPES = types();

	private final List<String> secrets = new ArrayList<>();

	/**
	 * All types of Faroe, without those of its tests.
	 */
	private static List<Class<?>> types() {
		try {
			Path classes = Path.of(FaroeError.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			try (Stream<Path> files = Files.walk(classes)) {
				return files.map((file) -> classes.relativize(file).toString())
					.filter((file) -> file.endsWith(".class"))
					.<Class<?>>map((file) -> ClassUtils.resolveClassName(
							ClassUtils.convertResourcePathToClassName(file.substring(0, file.length() - 6)), null))
					.toList();
			}
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Class<?>> records() {
		return TYPES.stream().filter(Class::isRecord).toList();
	}

	@Test
	void noRecordHasASecretInItsText() {
		assertThat(records()).hasSizeGreaterThan(100).allSatisfy((type) -> {
			String text = create(type).toString();
			assertThat(this.secrets).noneMatch(text::contains);
		});
	}

	/**
	 * The actuator shows the properties, whether they are public or not.
	 */
	@Test
	void noRecordThatIsShownHasASecretInItsJson() {
		assertThat(records())
			.filteredOn((type) -> Modifier.isPublic(type.getModifiers()) || type.getSimpleName().endsWith("Properties"))
			.hasSizeGreaterThan(40)
			.allSatisfy((type) -> {
				Object record = create(type);
				for (JsonMapper mapper : MAPPERS) {
					String json = mapper.writeValueAsString(List.of(record));
					assertThat(this.secrets).noneMatch(json::contains);
				}
			});
	}

	@Test
	void noRecordCanBeSerialized() {
		assertThat(records()).noneMatch(Serializable.class::isAssignableFrom);
	}

	@Test
	void noOtherPublicTypeKeepsAText() {
		assertThat(TYPES)
			.filteredOn((type) -> Modifier.isPublic(type.getModifiers()) && !type.isRecord() && !KEEPERS.contains(type))
			.flatExtracting((type) -> Arrays.stream(type.getDeclaredFields())
				.filter((field) -> !Modifier.isStatic(field.getModifiers()) && isText(field.getType()))
				.toList())
			.extracting(Field.class::cast)
			.filteredOn((field) -> isSecret(field.getDeclaringClass(), field.getName()))
			.isEmpty();
	}

	@Test
	void theTypesThatHaveSecretsAreAmongThem() {
		List<Class<?>> withSecrets = new ArrayList<>();
		for (Class<?> type : records()) {
			this.secrets.clear();
			create(type);
			if (!this.secrets.isEmpty()) {
				withSecrets.add(type);
			}
		}
		assertThat(withSecrets).extracting(Class::getSimpleName)
			.contains("User", "UserPage", "EmailUpdateRequest", "EmailVerificationRequest", "NewPasswordResetRequest",
					"TotpCredentialWithKey", "ImportedUser", "RestProperties", "R2dbcProperties",
					"EncryptionProperties", "LogIn", "Update", "Reset", "NewUser", "UserBody", "CredentialBody",
					"StoredUser", "PasswordCredential", "CodeMessage", "MailContent")
			.doesNotContain("UserData", "UserDataRow");
	}

	private static boolean isText(Class<?> type) {
		return type == String.class || type == byte[].class || type == char[].class;
	}

	private static boolean isSecret(Class<?> type, String member) {
		return !NO_SECRETS.contains(type.getSimpleName() + "." + member)
				&& !(type.isRecord() && NO_SECRETS.contains(member));
	}

	private static boolean isPath(Class<?> type, String member) {
		return member.equals("basePath") || type.getSimpleName().equals("Pages")
				|| List
					.of("LogInStepProperties.path", "LogInStepProperties.afterLogIn", "LogInStepProperties.afterLogOut",
							"OneTimeTokenProperties.page")
					.contains(type.getSimpleName() + "." + member);
	}

	private Object create(Class<?> type) {
		if (type == Argon2Parameters.class) {
			return new Argon2Parameters(1024, 1, 1);
		}
		RecordComponent[] components = type.getRecordComponents();
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		Object[] arguments = new Object[components.length];
		for (int index = 0; index < arguments.length; index++) {
			RecordComponent component = components[index];
			arguments[index] = isPath(type, component.getName()) ? "/path"
					: value(component.getGenericType(), isSecret(type, component.getName()));
		}
		try {
			return BeanUtils.instantiateClass(type.getDeclaredConstructor(types), arguments);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private @Nullable Object value(Type type, boolean secret) {
		if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
			Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
			Object element = value(last, secret);
			return (element != null) ? container(raw, element) : container(raw);
		}
		if (!(type instanceof Class<?> plain)) {
			return null;
		}
		if (isText(plain) || KEEPERS.contains(plain)) {
			return text(plain, secret ? newSecret() : "no_secret");
		}
		if (plain.isRecord()) {
			return create(plain);
		}
		return plain.isEnum() ? plain.getEnumConstants()[0] : other(plain);
	}

	private static @Nullable Object container(Class<?> type, Object... elements) {
		return switch (type.getSimpleName()) {
			case "List" -> List.of(elements);
			case "Set" -> Set.of(elements);
			case "Optional" -> Arrays.stream(elements).findFirst();
			case "Map" -> Arrays.stream(elements).collect(Collectors.toMap((element) -> "key", Function.identity()));
			default -> null;
		};
	}

	private static Object text(Class<?> type, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		if (type == Secret.class) {
			return Secret.of(text);
		}
		if (type == TotpKey.class) {
			return new TotpKey(bytes);
		}
		if (type == EncryptionKey.class) {
			return new EncryptionKey("id", Arrays.copyOf(bytes, EncryptionKey.LENGTH));
		}
		return (type == String.class) ? text : bytes;
	}

	/**
	 * What has no text of its own, such as a service, may as well be missing.
	 */
	private static @Nullable Object other(Class<?> type) {
		return switch (type.getSimpleName()) {
			case "boolean", "Boolean" -> true;
			case "int", "Integer" -> 8;
			case "long" -> 1L;
			case "Instant" -> Instant.EPOCH;
			case "Duration" -> Duration.ofSeconds(1);
			case "Locale" -> Locale.ENGLISH;
			case "URI" -> URI.create("https://example.com");
			case "DataSize" -> DataSize.ofMegabytes(1);
			default -> null;
		};
	}

	/**
	 * Has the 20 bytes of a TOTP key.
	 */
	private String newSecret() {
		String secret = "a-secret-%011d".formatted(this.secrets.size());
		byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
		this.secrets.addAll(List.of(secret, Base64.getEncoder().encodeToString(bytes), HexFormat.of().formatHex(bytes),
				Arrays.toString(bytes), Arrays.toString(bytes).replace(" ", "")));
		return secret;
	}

}
