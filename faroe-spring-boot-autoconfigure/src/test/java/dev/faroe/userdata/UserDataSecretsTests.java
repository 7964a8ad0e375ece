package dev.faroe.userdata;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.logincode.LogInCodeService;
import dev.faroe.passkey.Algorithm;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.passkey.SoftwareAuthenticator;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.security.TokenGenerator;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpService;
import dev.faroe.totp.enrolment.TotpEnrolmentService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of the tables is in the data of a user, and what is not.
 */
@Tag("one-jdk")
class UserDataSecretsTests extends UserDataTestCase {

	/** The columns that the user is told. */
	private static final Map<String, Set<String>> TOLD = Map.of("faroe_user",
			Set.of("id", "created_at", "email", "email_verified", "disabled_at", "sessions_since"),
			"faroe_totp_credential", Set.of("id", "created_at", "last_used_step"), "faroe_passkey",
			Set.of("id", "created_at", "last_used_at", "name", "transports", "backup_eligible", "backed_up"),
			"faroe_email_update_request", Set.of("email", "created_at", "expires_at"));

	/**
	 * The columns that the user is not told. Keep docs/embedding.md in step, which says
	 * why.
	 */
	private static final Map<String, Set<String>> LEFT_OUT = Map.of("faroe_user",
			Set.of("password_hash", "recovery_code", "disabled_reason", "password_failures", "factor_failures"),
			"faroe_totp_credential", Set.of("user_id", "totp_key", "key_fingerprint"), "faroe_passkey",
			Set.of("user_id", "credential_id", "credential", "sign_count", "uv_initialized"), "faroe_passkey_user",
			Set.of("user_id", "handle"), "faroe_email_update_request",
			Set.of("id", "user_id", "code", "attempts", "failed_attempts"), "faroe_email_verification_request",
			Set.of("user_id", "created_at", "expires_at", "code"), "faroe_password_reset_request",
			Set.of("id", "user_id", "created_at", "expires_at", "code_hash", "verified", "attempts", "failed_attempts"),
			"faroe_log_in_request",
			Set.of("id", "user_id", "created_at", "expires_at", "code_hash", "attempts", "failed_attempts"),
			"faroe_totp_enrolment_request", Set.of("user_id", "created_at", "expires_at", "totp_key"),
			"faroe_passkey_challenge",
			Set.of("challenge_hash", "ceremony", "user_id", "user_verification", "created_at", "expires_at"));

	private final Authenticator authenticator = new Authenticator(server().clock());

	@BeforeEach
	void leaveARowInEachTable() {
		String userId = this.user.id();
		String totpId = register(this.authenticator).id();
		server().clock().advance(Duration.ofSeconds(30));
		server().bean(TotpService.class).verify(totpId, this.authenticator.code()).block();
		SoftwareAuthenticator passkey = new SoftwareAuthenticator(ORIGIN, Algorithm.ES256).countsUp();
		register(passkey, "Phone of Ann");
		authenticate(passkey);
		server().bean(EmailUpdateService.class).create(userId, "new-" + this.email).block();
		server().bean(EmailVerificationService.class).create(userId).block();
		server().bean(PasswordResetService.class).create(userId, null).block();
		server().bean(TotpEnrolmentService.class).begin(userId).block();
		server().bean(PasskeyService.class).registrationOptions(userId, false).block();
		LogInCodeService logIns = server().bean("faroeLogInCodeService");
		logIns.create(server().bean(TokenGenerator.class).id(), userId).block();
		server().database()
			.sql("UPDATE faroe_user SET disabled_reason = 'complained', disabled_at = 1767225600 WHERE id = '%s'"
				.formatted(userId))
			.then()
			.block();
	}

	private List<Map<String, Object>> rows(String table) {
		String key = table.equals("faroe_user") ? "id" : "user_id";
		Flux<Map<String, Object>> rows = server().database()
			.sql("SELECT * FROM %s WHERE %s = '%s'".formatted(table, key, this.user.id()))
			.fetch()
			.all()
			.map((row) -> {
				Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
				values.putAll(row);
				return values;
			});
		return Objects.requireNonNull(rows.collectList().block());
	}

	/**
	 * Who adds a column decides whether the user is told.
	 */
	@Test
	void everyColumnIsToldOrLeftOut() {
		Map<String, Set<String>> columns = new TreeMap<>();
		server().database()
			.sql("SELECT table_name, column_name FROM information_schema.columns"
					+ " WHERE LOWER(table_name) LIKE 'faroe\\_%'")
			.map((row) -> List.of(String.valueOf(row.get(0, String.class)).toLowerCase(),
					String.valueOf(row.get(1, String.class)).toLowerCase()))
			.all()
			.collectList()
			.blockOptional()
			.orElseThrow()
			.forEach((names) -> columns.computeIfAbsent(names.get(0), (table) -> new TreeSet<>()).add(names.get(1)));
		Map<String, Set<String>> named = new TreeMap<>();
		Stream.of(TOLD, LEFT_OUT)
			.flatMap((map) -> map.entrySet().stream())
			.forEach((entry) -> named.computeIfAbsent(entry.getKey(), (table) -> new TreeSet<>())
				.addAll(entry.getValue()));
		assertThat(columns).isEqualTo(named);
	}

	@Test
	void nothingIsToldThatIsLeftOut() {
		String json = server().bean(JsonMapper.class).writeValueAsString(export());
		LEFT_OUT.forEach((table, columns) -> assertThat(rows(table)).as(table)
			.isNotEmpty()
			.allSatisfy((row) -> columns.stream()
				.filter((column) -> !column.equals("user_id"))
				.map(row::get)
				.filter(String.class::isInstance)
				.forEach((value) -> assertThat(json).doesNotContain((String) value))));
		assertThat(json).doesNotContain(this.user.recoveryCode().value(), this.authenticator.key(), "complained");
	}

	@Test
	void timesAreTextsInTheJsonOfTheApplication() {
		JsonMapper mapper = server().bean(JsonMapper.class);
		UserData data = export();
		JsonNode json = mapper.readTree(mapper.writeValueAsString(data));
		assertThat(names(json)).containsExactlyInAnyOrder("account", "authenticators", "passkeys", "emailUpdates");
		assertThat(names(json.get("account"))).containsExactlyInAnyOrder("id", "createdAt", "email", "emailVerified",
				"disabledAt", "sessionsSince");
		assertThat(json.get("account").get("disabledAt").stringValue()).isEqualTo("2026-01-01T00:00:00Z");
		assertThat(json.get("account").get("email").stringValue()).isEqualTo(this.email);
		assertThat(names(json.get("authenticators").get(0))).containsExactlyInAnyOrder("id", "createdAt", "lastUsedAt");
		assertThat(names(json.get("passkeys").get(0))).containsExactlyInAnyOrder("id", "name", "createdAt",
				"lastUsedAt", "transports", "backupEligible", "backedUp");
		assertThat(json.get("passkeys").get(0).get("name").stringValue()).isEqualTo("Phone of Ann");
		assertThat(names(json.get("emailUpdates").get(0))).containsExactlyInAnyOrder("email", "createdAt", "expiresAt");
		for (JsonNode part : List.of(json.get("account"), json.get("authenticators").get(0),
				json.get("passkeys").get(0), json.get("emailUpdates").get(0))) {
			part.properties()
				.stream()
				.filter((member) -> member.getKey().endsWith("At") || member.getKey().equals("sessionsSince"))
				.forEach((member) -> assertThat(member.getValue().stringValue()).endsWith("Z"));
		}
		assertThat(mapper.treeToValue(json, UserData.class)).isEqualTo(data);
	}

	private static Set<String> names(JsonNode node) {
		return node.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
	}

	@Test
	void textsTellNothingButIds() {
		UserData data = export();
		assertThat(data + " " + data.account() + data.emailUpdates()).contains(this.user.id())
			.doesNotContain("@", "Phone");
	}

}
