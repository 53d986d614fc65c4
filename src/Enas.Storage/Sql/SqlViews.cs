namespace Enas.Storage.Sql;

/// <summary>What people ask of a search most, as views over its events.</summary>
internal static class SqlViews
{
    /// <summary>Steps in one bucket of <c>operation_shares</c>.</summary>
    private const int BucketSteps = 100;

    /// <summary>The statements that make them, in order.</summary>
    public static IReadOnlyList<string> Definitions { get; } =
    [
        // What networks are and what work with them cost is in the facts of a job whose budget.cost says so; else these are null.
        "CREATE VIEW work AS SELECT search, sequence, step, phase, epoch, event_type, architecture, "
            + "CAST(facts ->> '$.parameters' AS BIGINT) AS parameters, CAST(facts ->> '$.multiply_adds' AS BIGINT) AS multiply_adds, "
            + "CAST(facts ->> '$.cost' AS BIGINT) AS cost, duration_ms FROM events WHERE (facts ->> '$.cost') IS NOT NULL",
        "CREATE VIEW costs AS SELECT search, phase, CAST(sum(cost) AS BIGINT) AS multiply_adds, count(*) AS events, "
            + "sum(duration_ms) / 1000 AS seconds FROM work GROUP BY search, phase ORDER BY search, min(sequence)",
        // What architectures cost where they are used, in a job that has that recorded: one row for each of them.
        "CREATE VIEW architecture_costs AS SELECT search, sequence, step, phase, architecture, "
            + "CAST(facts ->> '$.parameters' AS BIGINT) AS parameters, CAST(facts ->> '$.multiply_adds' AS BIGINT) AS multiply_adds, "
            + "CAST(facts ->> '$.table_latency_ms' AS DOUBLE) AS table_latency_ms, CAST(facts ->> '$.latency_ms' AS DOUBLE) AS latency_ms "
            + "FROM events WHERE event_type = 'costs-measured'",
        // Where architectures are trained alone, the size of a network stands in the fact of its training; that of a finalist of a search
        // with shared weights is another network's. What a program evaluated has none, and multiply-adds stand nowhere but in
        // costs-measured: the cost of a training is that of all its steps.
        "CREATE VIEW trained_alone AS SELECT search, architecture, max(CAST(facts ->> '$.parameters' AS BIGINT)) AS parameters "
            + "FROM events WHERE event_type = 'child-trained' AND phase <> 'finals' GROUP BY search, architecture",
        """
        CREATE VIEW architectures AS
        WITH sampled AS (
          SELECT search, sequence, step, phase, epoch, CAST(facts ->> '$.ordinal' AS INTEGER) AS ordinal,
            architecture, log_prob, entropy, recorded_at
          FROM events WHERE event_type = 'architecture-sampled'
        ), measured AS (
          SELECT search, step, coalesce(CAST(facts ->> '$.ordinal' AS INTEGER), 0) AS ordinal,
            CAST(facts ->> '$.parameters' AS BIGINT) AS parameters, CAST(facts ->> '$.multiply_adds' AS BIGINT) AS multiply_adds
          FROM events WHERE event_type IN ('shared-weights-trained', 'reward-evaluated') AND (facts ->> '$.cost') IS NOT NULL
        )
        SELECT sampled.*, coalesce(used.parameters, measured.parameters, alone.parameters) AS parameters,
          coalesce(used.multiply_adds, measured.multiply_adds) AS multiply_adds, used.table_latency_ms, used.latency_ms
        FROM sampled LEFT JOIN measured USING (search, step, ordinal)
          LEFT JOIN (SELECT search, architecture, parameters, multiply_adds, table_latency_ms, latency_ms FROM architecture_costs) AS used
            USING (search, architecture)
          LEFT JOIN trained_alone AS alone USING (search, architecture)
        """,
        View("rewards", "step, epoch, CAST(facts ->> '$.ordinal' AS INTEGER) "
            + "AS ordinal, architecture, reward, metric, duration_ms, recorded_at, facts ->> '$.failure' AS failure", "reward-evaluated"),
        View("policy", "step, epoch, baseline, advantage, grad_norm, learning_rate, duration_ms, recorded_at", "policy-updated"),
        View("training", "step, epoch, loss, grad_norm, learning_rate, duration_ms, recorded_at", "shared-weights-trained"),
        """
        CREATE VIEW candidates AS
        SELECT search, sequence, step, facts ->> '$.source' AS source, CAST(facts ->> '$.ordinal' AS INTEGER) AS ordinal, architecture,
          metric, loss, coalesce(used.parameters, CAST(facts ->> '$.parameters' AS BIGINT), alone.parameters) AS parameters,
          coalesce(used.multiply_adds, CAST(facts ->> '$.multiply_adds' AS BIGINT)) AS multiply_adds,
          duration_ms, recorded_at, facts ->> '$.stage' AS stage, used.table_latency_ms, used.latency_ms
        FROM events LEFT JOIN (SELECT search, architecture, parameters, multiply_adds, table_latency_ms, latency_ms
          FROM architecture_costs) AS used USING (search, architecture)
          LEFT JOIN trained_alone AS alone USING (search, architecture)
        WHERE event_type = 'candidate-scored'
        """,
        View("children", "step, phase, CAST(facts ->> '$.ordinal' AS INTEGER) AS ordinal, architecture, "
            + "CAST(facts ->> '$.rung' AS INTEGER) AS rung, CAST(facts ->> '$.seed' AS BIGINT) AS seed, "
            + "CAST(facts ->> '$.steps' AS BIGINT) AS steps, CAST(facts ->> '$.items' AS BIGINT) AS items, metric, loss, "
            + "CAST(facts ->> '$.parameters' AS BIGINT) AS parameters, CAST(facts ->> '$.cost' AS BIGINT) AS cost, "
            + "facts ->> '$.fingerprint' AS fingerprint, facts ->> '$.failure' AS failure, duration_ms, recorded_at, "
            + "CAST(facts ->> '$.stopped_at' AS BIGINT) AS stopped_at, CASE WHEN (facts -> '$.cost_names') IS NOT NULL "
            + "THEN map(CAST(facts -> '$.cost_names' AS VARCHAR[]), CAST(facts -> '$.cost_values' AS DOUBLE[])) END AS costs",
            "child-trained"),
        "CREATE TABLE decision_tokens (search VARCHAR, place BIGINT, token VARCHAR, decision VARCHAR, option VARCHAR)",

        // Where the space is not known in words, decisions are "token 1" and so on, and every option is its token.
        """
        CREATE MACRO operation_shares_by(bucket_steps) AS TABLE
        WITH sampled AS (
          SELECT search, step // bucket_steps * bucket_steps AS from_step, string_split_regex(trim(architecture, '| '), '[ |+]+') AS tokens
          FROM events
          WHERE event_type = 'architecture-sampled'
        ), placed AS (
          SELECT search, from_step, unnest(tokens) AS token, generate_subscripts(tokens, 1) AS place
          FROM sampled
        ), counted AS (
          SELECT search, from_step, place, token, count(*) AS chosen
          FROM placed
          GROUP BY ALL
        ), named AS (
          SELECT search, from_step, place, chosen,
            coalesce(decision, 'token ' || place) AS decision, coalesce(option, token) AS option,
            decision IS NULL AND search IN (SELECT DISTINCT search FROM decision_tokens) AS is_fixed
          FROM counted LEFT JOIN decision_tokens USING (search, place, token)
        )
        SELECT search, from_step, decision, option, chosen,
          chosen / sum(chosen) OVER (PARTITION BY search, from_step, place) AS share
        FROM named
        WHERE NOT is_fixed
        ORDER BY search, from_step, place, option
        """,
        $"CREATE VIEW operation_shares AS FROM operation_shares_by({BucketSteps})",
    ];

    private static string View(string name, string columns, string eventType) =>
        $"CREATE VIEW {name} AS SELECT search, sequence, {columns} FROM events WHERE event_type = '{eventType}'";
}
