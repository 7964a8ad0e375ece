package dev.faroe.testkit.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;

/**
 * A test in another package with the application and a client, which remembers for a
 * minute whether sessions count.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(classes = Shop.class,
		properties = { "faroe.security.sessions.check-interval=1m", "faroe.password.breach-check.enabled=false" })
@AutoConfigureWebTestClient
public @interface WithShop {

}
