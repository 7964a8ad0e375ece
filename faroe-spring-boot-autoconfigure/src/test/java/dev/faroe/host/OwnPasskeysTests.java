package dev.faroe.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import dev.faroe.login.step.PasskeyScript;
import dev.faroe.passkey.Algorithm;
import dev.faroe.passkey.Passkey;
import dev.faroe.passkey.SoftwareAuthenticator;
import dev.faroe.test.FaroeServer;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The passkeys of who is logged in.
 */
@Tag("one-jdk")
class OwnPasskeysTests extends PasskeyLogInTestCase {

	private String add(ScriptedBrowser browser, SoftwareAuthenticator authenticator, String name) {
		Map<String, Object> credential = authenticator.register(browser.call("/log-in/passkeys/options", Map.of()));
		return browser.outcome("/log-in/passkeys", Map.of("name", name, "credential", credential));
	}

	private List<String> names() {
		return passkeys().list(this.user.id()).map(Passkey::name).collectList().block();
	}

	@Test
	void areAddedInASessionThatGoesOnWhileTheOthersEnd() {
		ScriptedBrowser other = newBrowser();
		logInByPassword(other, this.user);
		logInByPassword(this.browser, this.user);
		assertThat(add(this.browser, this.authenticator, "Laptop")).isEqualTo("200 passkeys");
		assertThat(names()).containsExactly("Laptop");
		assertThat(this.browser.open("/fresh/page")).isEqualTo(200);
		assertThat(other.open("/page")).isEqualTo(401);
	}

	@Test
	void areListedForScripts() {
		logInByPassword(this.browser, this.user);
		add(this.browser, this.authenticator, "Laptop");
		assertThat(this.browser.get("/log-in/passkeys").getResponseBody())
			.matches("\\{\"passkeys\":\\[\\{\"id\":\"[a-z0-9]+\",\"name\":\"Laptop\",\"created_at\":\\d+,"
					+ "\"last_used_at\":null,\"transports\":\\[.*],\"backup_eligible\":false,\"backed_up\":false}]}");
	}

	@Test
	void needARecentProof() {
		Passkey passkey = register(this.user, this.authenticator);
		assertThat(this.browser.open("/log-in/passkeys")).isEqualTo(401);
		logInByPassword(this.browser, this.user);
		assertThat(this.browser.open("/log-in/passkeys")).isEqualTo(401);
		use(this.browser, "second-factor");
		assertThat(this.browser.open("/log-in/passkeys")).isEqualTo(200);
		server().clock().advance(Duration.ofMinutes(10));
		String own = "/log-in/passkeys/" + passkey.id();
		for (String path : List.of("/log-in/passkeys", "/log-in/passkeys/options", own + "/rename", own + "/remove")) {
			Map<String, Object> answer = this.browser.call(path, Map.of("name", "Stolen"));
			assertThat(answer).containsEntry("error", "log-in-required").containsKey("next");
		}
		assertThat(this.browser.call(own + "/remove", Map.of())).containsEntry("next", "step-up");
		assertThat(names()).containsExactly("Laptop");
	}

	@Test
	void areNotAddedWithOneOfTwoFactors() {
		Authenticator app = new Authenticator(server().clock());
		server().bean(TotpService.class).register(this.user.id(), new TotpKey(app.keyBytes()), app.code()).block();
		server().clock().advance(Duration.ofSeconds(30));
		logInByPassword(this.browser, this.user);
		this.browser.outcome("/log-in/second-factor", Map.of("code", app.code()));
		server().clock().advance(Duration.ofMinutes(10));
		this.browser.outcome("/log-in/step-up", Map.of("code", app.code()));
		assertThat(this.browser.open("/log-in/passkeys")).isEqualTo(200);
		for (String path : List.of("/log-in/passkeys/options", "/log-in/passkeys")) {
			assertThat(this.browser.call(path, Map.of("name", "Stolen"))).containsEntry("error", "log-in-required")
				.containsEntry("next", "log-in");
		}
		assertThat(names()).isEmpty();
	}

	@Test
	void areRenamedAndRemoved() {
		Passkey passkey = register(this.user, this.authenticator);
		use(this.browser, "log-in");
		ScriptedBrowser other = newBrowser();
		use(other, "log-in");
		String own = "/log-in/passkeys/" + passkey.id();
		assertThat(this.browser.outcome(own + "/rename", Map.of("name", "Phone"))).isEqualTo("200 passkeys");
		assertThat(names()).containsExactly("Phone");
		assertThat(other.open("/page")).isEqualTo(200);
		assertThat(this.browser.outcome(own + "/remove", Map.of())).isEqualTo("200 passkeys");
		assertThat(names()).isEmpty();
		assertThat(this.browser.open("/page")).isEqualTo(200);
		assertThat(other.open("/page")).isEqualTo(401);
		assertThat(this.browser.outcome(own + "/remove", Map.of())).isEqualTo("404 not-found");
	}

	@Test
	void areNobodyElses() {
		User other = createUser();
		Passkey theirs = register(other, new SoftwareAuthenticator(ORIGIN, Algorithm.ES256));
		logInByPassword(this.browser, this.user);
		String path = "/log-in/passkeys/" + theirs.id();
		assertThat(this.browser.outcome(path + "/rename", Map.of("name", "Stolen"))).isEqualTo("404 not-found");
		assertThat(this.browser.outcome(path + "/remove", Map.of())).isEqualTo("404 not-found");
		Map<String, Object> options = passkeys().registrationOptions(other.id(), false).block();
		assertThat(options).isNotNull();
		assertThat(this.browser.outcome("/log-in/passkeys",
				Map.of("name", "Mine", "credential", this.authenticator.register(options))))
			.isEqualTo("400 invalid-request");
		assertThat(passkeys().get(theirs.id()).map(Passkey::name).block()).isEqualTo("Laptop");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "''", "' '", "none", "x*101", "\u0000" })
	void haveNames(String name) {
		Passkey passkey = register(this.user, this.authenticator);
		use(this.browser, "log-in");
		Map<String, Object> body = (name == null) ? Map.of()
				: Map.of("name", name.equals("x*101") ? "x".repeat(101) : name);
		assertThat(this.browser.outcome("/log-in/passkeys/" + passkey.id() + "/rename", body))
			.isEqualTo("400 invalid-data");
		assertThat(names()).containsExactly("Laptop");
	}

	@Test
	void areTextOnThePage() {
		register(this.user, this.authenticator);
		use(this.browser, "log-in");
		String path = "/log-in/passkeys/" + passkeys().list(this.user.id()).next().blockOptional().orElseThrow().id()
				+ "/rename";
		this.browser.call(path, Map.of("name", "<script>\"'"));
		Browser reader = new Browser(server().anonymousClient());
		reader.session(this.browser.session());
		assertThat(reader.open("/log-in/passkeys")).startsWith("200 ")
			.doesNotContain("<script>\"")
			.contains("<bdi>&lt;script&gt;&quot;&#39;</bdi>");
	}

	@Test
	void otherPagesThatMayAskForThemAreNamed() {
		try (FaroeServer related = start("faroe.passkeys.related-origins=https://shop.other.example")) {
			ScriptedBrowser visitor = new ScriptedBrowser(related.anonymousClient(), "/log-in");
			assertThat(visitor.get("/.well-known/webauthn").getResponseBody())
				.isEqualTo("{\"origins\":[\"https://shop.other.example\"]}");
			SoftwareAuthenticator there = new SoftwareAuthenticator("https://shop.other.example", Algorithm.ES256);
			logInByPassword(visitor, this.user);
			assertThat(add(visitor, there, "Laptop")).isEqualTo("200 passkeys");
		}
		logInByPassword(this.browser, createUser());
		assertThat(
				add(this.browser, new SoftwareAuthenticator("https://shop.other.example", Algorithm.ES256), "Laptop"))
			.isEqualTo("401 incorrect-passkey");
	}

	@Test
	void scriptIsServedAsItsHashSays() throws NoSuchAlgorithmException {
		PasskeyScript script = server().bean(PasskeyScript.class);
		EntityExchangeResult<String> served = this.browser.get(script.path());
		assertThat(served.getResponseHeaders().getContentType())
			.isEqualTo(new MediaType("text", "javascript", StandardCharsets.UTF_8));
		assertThat(served.getResponseHeaders().getCacheControl()).isEqualTo("max-age=31536000, private, immutable");
		byte[] digest = MessageDigest.getInstance("SHA-384")
			.digest(String.valueOf(served.getResponseBody()).getBytes(StandardCharsets.UTF_8));
		assertThat(script.integrity()).isEqualTo("sha384-" + Base64.getEncoder().encodeToString(digest));
		assertThat(new Browser(server().anonymousClient()).open("/log-in"))
			.contains("integrity=\"" + script.integrity() + "\"")
			.contains("src=\"" + script.path() + "\"");
		assertThat(this.browser.get("/log-in/passkeys.js?v=older").getResponseHeaders().getCacheControl())
			.isEqualTo("no-cache");
	}

}
