using System.Globalization;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Evaluation;

/// <summary>The limits of costs that a program says, an object of names and numbers: <c>{"latency_ms": 5}</c>. Its canonical text has the
/// names in order.</summary>
internal sealed class OwnLimits : IOptionForm
{
    /// <summary>The option that holds them.</summary>
    public const string Key = "limits.costs";

    /// <summary>The longest name of a cost, and the most costs.</summary>
    public const int Most = 100;

    /// <summary>What a name of a cost is, for messages.</summary>
    public const string NameWords = "a name begins with a letter and goes on with letters, digits, and any of _ - .";

    /// <inheritdoc />
    public string SchemaType => "object";

    /// <summary>The limits of a job whose costs are said.</summary>
    public static CostLimits Of(JobOptions job) => new(
        [.. LimitsIn(JsonPositions.Parse(job.Own.Json(Key)).Root).Select(one => new CostLimit(CostMeasure.Own(one.Name), one.Most))]);

    /// <summary>Whether a name can be a cost's: a letter, then letters, digits and any of _ - . as a plain line can have it.</summary>
    public static bool IsName(string name) => name is { Length: > 0 and <= Most } && char.IsLetter(name[0])
        && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.');

    /// <inheritdoc />
    public (string? Json, IReadOnlyList<ValueFault> Faults) Read(PlacedNode node)
    {
        if (node is not JsonObjectNode limits)
        {
            return (null, [new(JobErrorCodes.WrongType, node.Position, $"= {ForeignText.Shown(node.Display)} is {node.KindName}; "
                + "expected names of costs with the most of each, as in {\"latency_ms\": 5}")]);
        }

        ValueFault[] faults = [.. limits.Members.Take(Most).Select(Fault).OfType<ValueFault>()];
        faults = limits.Members.Count <= Most ? faults
            : [.. faults, new(JobErrorCodes.BadList, limits.Members[Most].KeyPosition,
                $"has {limits.Members.Count} limits; allowed: at most {Most}")];
        return faults.Length > 0 ? (null, faults) : ($"{{{string.Join(',', LimitsIn(node)
            .Select(one => $"{CanonicalJson.Text(one.Name)}:{CanonicalJson.Number(one.Most)}"))}}}", []);
    }

    private static ValueFault? Fault(JsonMember member) => !IsName(member.Key)
        ? new(JobErrorCodes.OutOfRange, member.KeyPosition, $"has \"{ForeignText.Shown(member.Key)}\", which is no name of a cost; "
            + $"{NameWords}")
        : member.Value is not JsonNumberNode number || NumberOf(number) is not (> 0 and < double.PositiveInfinity)
        ? new(member.Value is JsonNumberNode ? JobErrorCodes.OutOfRange : JobErrorCodes.WrongType, member.Value.Position,
            $"has \"{member.Key}\": {ForeignText.Shown(member.Value.Display)}; expected a number above 0, the most that is allowed")
        : null;

    private static IEnumerable<(string Name, double Most)> LimitsIn(PlacedNode node) =>
        ((JsonObjectNode)node).Members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => (member.Key, NumberOf((JsonNumberNode)member.Value)));

    private static double NumberOf(JsonNumberNode number) => double.Parse(number.Literal, NumberStyles.Float, CultureInfo.InvariantCulture);
}
