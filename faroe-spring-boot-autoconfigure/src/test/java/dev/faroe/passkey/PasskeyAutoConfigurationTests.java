package dev.faroe.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import dev.faroe.FaroeConfigurationException;
import dev.faroe.secondfactor.SecondFactor;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * When users can have passkeys.
 */
@Tag("one-jdk")
class PasskeyAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.password.breach-check.enabled=false", "faroe.r2dbc.initialize-schema=always",
				"faroe.rest.credential=a long enough credential");

	private final ReactiveWebApplicationContextRunner enabled = this.runner
		.withPropertyValues("faroe.passkeys.enabled=true", "faroe.passkeys.origins=https://shop.example");

	@Test
	void areNotThereUnlessAskedFor() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(PasskeyService.class)
			.doesNotHaveBean(CeremonyThreads.class)
			.doesNotHaveBean(PasskeyFactor.class));
	}

	@Test
	void areSecondFactors() {
		this.enabled.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(PasskeyService.class);
			assertThat(context.getBeansOfType(SecondFactor.class).values()).extracting(SecondFactor::type)
				.contains("webauthn", "totp");
		});
	}

	@Test
	void needTheLibraryThatVerifiesThem() {
		FilteredClassLoader without = new FilteredClassLoader(WebAuthnManager.class.getPackageName());
		this.runner.withClassLoader(without)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PasskeyService.class));
		this.enabled.withClassLoader(without)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(FaroeConfigurationException.class)
				.hasMessageContaining("nothing to verify passkeys with"));
	}

	@Test
	void areNoGroupOfTheRestApiWhereNobodyCanHaveAny() {
		this.runner.withPropertyValues("faroe.rest.enabled=true", "faroe.rest.include=passkeys")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(FaroeConfigurationException.class)
				.hasMessageContaining("faroe.rest.include names passkeys"));
	}

	@Test
	void needSomebodyToVouchForAuthenticatorsWhereTheyHaveToAttest() {
		ReactiveWebApplicationContextRunner direct = this.enabled
			.withPropertyValues("faroe.passkeys.attestation=direct");
		direct.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(FaroeConfigurationException.class)
			.hasMessageContaining("nobody to vouch for authenticators"));
		direct.withBean(TrustAnchorRepository.class, () -> mock(TrustAnchorRepository.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/**
	 * {@link PasskeyPropertiesTests} has all that is refused.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			faroe.passkeys.max-passkeys=0      | maxPasskeys must be between 1 and 1000
			faroe.passkeys.rp-id=other.example | not of the domain other.example""")
	void refuseSettings(String property, String message) {
		this.enabled.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

}
