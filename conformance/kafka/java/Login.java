package dev.knative.eventing.kafka.broker.core.security;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Reads Secrets as the data plane of Knative's Kafka module reads them, and says what its Kafka client makes of them.
 * A line of the input is a Secret: `key=value` with spaces between, the values in base64, as the API server keeps them.
 * A line of the output is `refused` and the words in base64, or `read`, protocol, mechanism, user and password in base64,
 * and then the number of certificates of authorities and of the client.
 */
public final class Login {
    private Login() {}

    public static void main(String[] arguments) throws Exception {
        final var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        final var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = answer(secretOf(line));
            } catch (Exception exception) {
                Throwable cause = exception;
                while (cause.getCause() != null) cause = cause.getCause();
                answer = refused(String.valueOf(cause.getMessage()));
            }
            out.println(answer);
            out.flush();
        }
    }

    private static Map<String, String> secretOf(String line) {
        final var secret = new HashMap<String, String>();
        for (final String pair : line.split(" ")) {
            final int at = pair.indexOf('=');
            secret.put(pair.substring(0, at), pair.substring(at + 1));
        }
        return secret;
    }

    private static String answer(Map<String, String> secret) throws Exception {
        final var credentials = new KubernetesCredentials(secret);
        final var words = CredentialsValidator.validate(credentials);
        if (words != null) return refused(words);
        final var properties = KafkaClientsAuth.attachCredentials(new HashMap<String, Object>(), credentials);
        final var user = new String[] {"", ""};
        final var login = properties.get(SaslConfigs.SASL_JAAS_CONFIG);
        if (login != null) {
            final var context = JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password((String) login)));
            for (final AppConfigurationEntry entry : context.configurationEntries()) {
                user[0] = String.valueOf(entry.getOptions().get("username"));
                user[1] = String.valueOf(entry.getOptions().get("password"));
            }
        }
        final int[] certificates = certificates(properties);
        return String.join(" ", "read", encoded(String.valueOf(properties.get("security.protocol"))),
                encoded(String.valueOf(properties.getOrDefault("sasl.mechanism", ""))), encoded(user[0]), encoded(user[1]),
                String.valueOf(certificates[0]), String.valueOf(certificates[1]));
    }

    /** What the client's own factory loads of PEM, which is where it refuses it. */
    private static int[] certificates(Map<String, Object> properties) throws Exception {
        final var definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        final var parsed = definition.parse(properties);
        try (var factory = new DefaultSslEngineFactory()) {
            factory.configure(parsed);
            return new int[] {count(factory.truststore()), count(factory.keystore())};
        }
    }

    private static int count(java.security.KeyStore store) throws Exception {
        if (store == null) return 0;
        int found = 0;
        for (final var names = store.aliases(); names.hasMoreElements();) {
            if (store.getCertificate(names.nextElement()) instanceof X509Certificate) found += 1;
        }
        return found;
    }

    private static String refused(String words) {
        return "refused " + encoded(words);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
