package dev.faroe.userdata;

import java.util.List;

import dev.faroe.test.HidingClassLoader;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What is set up for the data of users.
 */
@Tag("one-jdk")
class UserDataAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.r2dbc.schema-check.enabled=false");

	@Test
	void isThereByDefaultWithoutPasskeys() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(UserDataService.class);
			assertThat(context.getBeanNamesForType(UserDataPart.class)).containsExactlyInAnyOrder("faroeTotpData",
					"faroeEmailUpdateData");
		});
	}

	/**
	 * The methods of a class cannot be listed unless all types are there that they name.
	 */
	@Test
	void needsNoClassOfPasskeysWhereThereAreNone() throws Exception {
		try (HidingClassLoader without = new HidingClassLoader(
				(name) -> name.startsWith("dev.faroe.passkey.") || name.startsWith("com.webauthn4j."))) {
			for (String name : List.of("userdata.UserDataAutoConfiguration", "userdata.UserDataService",
					"userdata.UserData", "userdata.UserDataPart", "totp.TotpAutoConfiguration",
					"emailupdate.EmailUpdateAutoConfiguration")) {
				assertThat(Class.forName("dev.faroe." + name, true, without).getDeclaredMethods()).isNotEmpty();
				assertThat(without.loaded("dev.faroe." + name)).isTrue();
			}
		}
	}

	@Test
	void tellsOfPasskeysWhereThereAreAny() {
		this.runner.withPropertyValues("faroe.passkeys.enabled=true", "faroe.passkeys.origins=https://shop.example")
			.run((context) -> assertThat(context.getBeanNamesForType(UserDataPart.class)).contains("faroePasskeyData"));
	}

	@Test
	void isAwayWithFaroe() {
		this.runner.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(UserDataService.class)
				.doesNotHaveBean(UserDataRepository.class)
				.doesNotHaveBean(UserDataPart.class));
	}

	@Test
	void isAwayWithoutADatabase() {
		new ApplicationContextRunner().withConfiguration(WithFaroe.only("dev.faroe.userdata."))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(UserDataService.class));
	}

	@Test
	void leavesTheServiceToTheApplication() {
		UserDataService service = mock(UserDataService.class);
		this.runner.withBean(UserDataService.class, () -> service)
			.run((context) -> assertThat(context.getBean(UserDataService.class)).isSameAs(service));
	}

}
