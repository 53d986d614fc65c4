using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>Reads the <c>key=value</c> of every <c>--set</c>.</summary>
internal static class JobOverrides
{
    private const string Set = "--set ";

    /// <summary>Whether a value with this origin was given by a <c>--set</c>.</summary>
    public static bool IsOrigin(string origin) => origin.StartsWith(Set, StringComparison.Ordinal);

    /// <summary>Reads them by a table.</summary>
    /// <param name="leftOut">A table whose options are left out where the first does not have them; null for none.</param>
    /// <param name="sets">The overrides.</param>
    /// <param name="workingDirectory">What paths are relative to.</param>
    /// <param name="errors">Where errors go.</param>
    internal static List<GivenValue> Read(
        JobTable table, JobTable? leftOut, IReadOnlyList<string> sets, string workingDirectory, List<JobError> errors)
    {
        var values = new List<GivenValue>();
        foreach (var set in sets)
        {
            var equals = set.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? set.Trim() : set[..equals].Trim();
            if (equals <= 0)
            {
                Refuse(JobErrorCodes.BadSet, "", $"expected key=value, found \"{ForeignText.Shown(set)}\"");
            }
            else if (table.Find(key) is { } option)
            {
                var (json, faults) = option.ReadAll(Parse(option, set[(equals + 1)..].Trim()));
                values.Add(new GivenValue(option, json, Set + set, TextPosition.None, workingDirectory, JobErrorKind.BadCommandLine));
                foreach (var fault in faults)
                {
                    Refuse(fault.Code, key, fault.Message);
                }
            }
            else if (leftOut?.Has(key) != true)
            {
                Refuse(
                    JobErrorCodes.UnknownKey,
                    key,
                    table.IsSection(key) ? "is a section; set one of its options" : table.FaultOf(key));
            }

            void Refuse(string code, string about, string message) =>
                errors.Add(new JobError(code, JobErrorKind.BadCommandLine, Set + set, TextPosition.None, about, message));
        }

        return values;
    }

    // A value is JSON where it parses; a name such as 42 is still text, and so is what is no JSON: quotes are hard to type in shells.
    private static PlacedNode Parse(JobOption option, string text)
    {
        var plain = new JsonTextNode(TextPosition.None, text);
        try
        {
            var (node, duplicates) = JsonPositions.Parse(text);
            var wantsText = option.Type is JobOptionType.Text or JobOptionType.Path;
            return duplicates.Count > 0 || (wantsText && node is not JsonTextNode) ? plain : node;
        }
        catch (JsonSyntaxException)
        {
            return plain;
        }
    }
}
