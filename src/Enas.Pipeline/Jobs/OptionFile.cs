using System.Text;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>A flat JSON file of options that is no job and is read as strictly as one, with the same words, places and codes.</summary>
internal static class OptionFile
{
    /// <summary>The most bytes that such a file may have; whoever opens one judges its size before reading it.</summary>
    public const int MaximumBytes = JsonPositions.MaximumBytes;

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="bytes">UTF-8; comments and trailing commas are allowed.</param>
    /// <param name="file">How errors name it.</param>
    /// <param name="options">What may stand in it; one without a default must.</param>
    /// <returns>A JSON object of the values that are given, every error in the order of the file, and the place of each value, for faults
    /// that only its meaning shows.</returns>
    public static (string Json, IReadOnlyList<JobError> Errors, IReadOnlyList<(string Key, TextPosition Position)> Places) Read(
        ReadOnlySpan<byte> bytes, string file, IReadOnlyList<JobOption> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<JobError>();
        try
        {
            var (root, duplicates) = JsonPositions.Parse(JsonPositions.Decode(bytes));
            errors.AddRange(
                duplicates.Select(key => Error(JobErrorCodes.DuplicateKey, file, key.Position, key.Key, $"already stands at {key.First}")));
            if (root is not JsonObjectNode members)
            {
                return ("{}", [.. errors,
                    Error(JobErrorCodes.WrongType, file, root.Position, "", $"expected an object, this is {root.KindName}")], []);
            }

            var values = members.Members.Where(member => member.Key != "$schema")
                .Select(member => Value(member, file, options, errors)).ToArray();
            errors.AddRange(options.Where(option => option.IsRequired && members.Members.All(member => member.Key != option.Key))
                .Select(option => Error(JobErrorCodes.Missing, file, root.Position, option.Key, "is missing: it must be given")));
            return ("{" + string.Join(",", values.OfType<string>()) + "}", [.. errors.OrderBy(error => error.Position.Line)
                .ThenBy(error => error.Position.Column)], [.. members.Members.Select(member => (member.Key, member.Value.Position))]);
        }
        catch (JsonSyntaxException error)
        {
            return ("{}", [Error(JobErrorCodes.NotJson, file, error.Position, "", error.Message)], []);
        }
        catch (DecoderFallbackException)
        {
            return ("{}", [Error(JobErrorCodes.Unreadable, file, default, "", "is not UTF-8 text")], []);
        }
    }

    private static string? Value(JsonMember member, string file, IReadOnlyList<JobOption> options, List<JobError> errors)
    {
        var names = options.Select(option => option.Key).ToArray();
        if (options.FirstOrDefault(option => option.Key == member.Key) is not { } option)
        {
            var hint = Nearest.Hint(member.Key, names);
            errors.Add(Error(JobErrorCodes.UnknownKey, file,
                member.KeyPosition, member.Key, "unknown key" + (hint.Length > 0 ? hint : $"; known here: {string.Join(" ", names)}")));
            return null;
        }

        var (json, fault) = option.Read(member.Value);
        if (fault is not null)
        {
            errors.Add(Error(fault.Code, file, fault.Position, option.Key, fault.Message));
        }

        return json is null ? null : $"{CanonicalJson.Text(option.Key)}:{json}";
    }

    private static JobError Error(string code, string file, TextPosition position, string key, string message) =>
        new(code, JobErrorKind.BadJobFile, file, position, key, message);
}
