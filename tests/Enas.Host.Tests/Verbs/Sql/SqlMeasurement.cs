namespace Enas.Host.Tests.Verbs.Sql;

public sealed class SqlMeasurement
{
    [Fact(Explicit = true)]
    public async Task Makes_the_large_log()
    {
        await LargeLog.CreateAsync(Environment.GetEnvironmentVariable("ENAS_TEST_LARGE")!);
    }
}
