using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Enas.Host.Cli;
using Enas.Host.Service;

namespace Enas.Host.Tests.Cli;

/// <summary>docs/exit-codes.md against the program: the codes, and what a service does about each.</summary>
public sealed partial class ExitCodesTests
{
    [Fact]
    public async Task Table_of_the_document_is_that_of_the_program()
    {
        var document = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "exit-codes.md"), TestContext.Current.CancellationToken);
        var documented = Row().Matches(document)
            .Select(row => (Code: int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture), State: row.Groups[2].Value)).ToArray();
        var ofTheProgram = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!).Order();
        Assert.Equal(ofTheProgram, documented.Select(row => row.Code));
        foreach (var (code, state) in documented)
        {
            var ended = FireRules.Ended(
                new Fire("a", default, FireState.Running), new SearchEnd(code), maxAttempts: 3, DateTimeOffset.UnixEpoch);
            var expected = ended.State switch
            {
                FireState.Done => "done",
                FireState.Failed => "failed",
                _ => ended.FailedAttempts > 0 ? "another attempt, after a back-off" : "goes on",
            };
            Assert.StartsWith(expected, state, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^\| (\d+) \|.*\| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
