using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>The decisions read so far, and what is wrong with them.</summary>
/// <param name="all">The names of all decisions, those that follow among them; as far as they can be read.</param>
internal sealed class CustomReading(IReadOnlyList<string> all)
{
    private static readonly string[] s_common = ["name", "kind", "when", "part"];

    private readonly List<(CustomDecision Decision, string Json)> _decisions = [];
    private readonly List<ValueFault> _faults = [];

    /// <summary>The decisions without a fault, each with its canonical text.</summary>
    public IReadOnlyList<(CustomDecision Decision, string Json)> Decisions => _decisions;

    /// <summary>The faults, in the order of the text.</summary>
    public IReadOnlyList<ValueFault> Faults => _faults;

    private string[] Names => [.. _decisions.Select(known => known.Decision.Name)];

    /// <summary>Records a fault.</summary>
    public void Refuse(string code, PlacedNode at, string message) => _faults.Add(new ValueFault(code, at.Position, message));

    /// <summary>Reads one decision more.</summary>
    public void Add(PlacedNode item)
    {
        var place = $"[{_decisions.Count}]";
        if (item is not JsonObjectNode node)
        {
            Refuse(JobErrorCodes.WrongType, item, $"{place} is {item.KindName}; expected an object with \"name\" and \"kind\"");
            _decisions.Add((new(place, false, [new(place, "0")], [], place), string.Empty));
            return;
        }

        var before = _faults.Count;
        var fields = new CustomFields(node, place, _faults);
        var name = fields.Text("name", null);
        fields.Where = name is null ? place : $"{place} \"{ForeignText.Shown(name)}\"";
        if (name is not null && !IsName(name))
        {
            fields.Refuse("name", JobErrorCodes.OutOfRange, "is no name; a name begins with a letter and goes on with letters, digits, "
                + "and any of . _ - /");
        }
        else if (name is not null && Names.Contains(name))
        {
            fields.Refuse("name", JobErrorCodes.BadList, "stands twice; name each decision once");
        }

        var kind = fields.Word("kind", CustomKinds.Names);
        var (options, json) = kind is null ? ([], string.Empty) : CustomKinds.Read(kind, fields, Names);
        fields.RefuseOthers([.. s_common, .. kind is null ? [] : CustomKinds.KeysOf(kind)], isKindKnown: kind is not null);
        var part = fields.Text("part", string.Empty) ?? string.Empty;
        var when = Conditions(fields);
        var known = name ?? place;
        var text = $"{{\"name\":{CanonicalJson.Text(known)},\"kind\":{CanonicalJson.Text(kind ?? string.Empty)}{json}"
            + (part.Length > 0 ? $",\"part\":{CanonicalJson.Text(part)}" : string.Empty) + WhenJson(when) + "}";
        if (_faults.Count == before && options.Count > CustomKinds.MostOptions)
        {
            fields.Refuse("kind", JobErrorCodes.OutOfRange,
                $"makes {options.Count} options; allowed: at most {CustomKinds.MostOptions}");
        }

        // One with a fault stands in its place all the same, so that conditions on it are no further faults.
        _decisions.Add((new(known, kind == CustomKinds.Earlier, options.Count > 0 ? options : [new(known, "0")], when,
            part.Length > 0 ? part : known), text));
    }

    /// <summary>Checks what only all decisions together show.</summary>
    public void CheckConditions(PlacedNode list)
    {
        try
        {
            var shares = OpenShares.Of([.. _decisions.Select(known => known.Decision)]);
            foreach (var (place, share) in shares.Open.Index().Where(one => one.Item == 0))
            {
                Refuse(JobErrorCodes.DoNotFit, list, $"[{place}] \"{Names[place]}\" is never open: no choice of the earlier decisions "
                    + "fulfils its \"when\"");
            }
        }
        catch (InvalidOperationException many)
        {
            Refuse(JobErrorCodes.DoNotFit, list, $"cannot be counted: {many.Message}; let conditions ask for fewer decisions");
        }
    }

    private static bool IsName(string name) => name.Length > 0 && char.IsLetter(name[0])
        && name.All(letter => char.IsLetterOrDigit(letter) || "._-/".Contains(letter, StringComparison.Ordinal));

    private List<CustomCondition> Conditions(CustomFields fields)
    {
        var conditions = new List<CustomCondition>();
        if (fields.Find("when") is not { } given)
        {
            return conditions;
        }

        if (given.Value is not JsonObjectNode when)
        {
            fields.Refuse("when", JobErrorCodes.WrongType,
                $"is {given.Value.KindName}; expected an object: the name of an earlier decision, and the options that open this one");
            return conditions;
        }

        foreach (var member in when.Members)
        {
            var decision = Array.IndexOf(Names, member.Key);
            if (decision < 0)
            {
                _faults.Add(new(JobErrorCodes.UnknownWord, member.KeyPosition, $"{fields.Where} \"when\": \""
                    + $"{ForeignText.Shown(member.Key)}\" is " + (all.Contains(member.Key)
                        ? "not before this one; a decision can only depend on earlier ones, so move it"
                        : $"no decision{Nearest.Hint(member.Key, Names)}") + "; allowed: "
                    + (Names.Length > 0 ? string.Join(' ', Names) : "none, this is the first")));
                continue;
            }

            conditions.Add(new CustomCondition(decision, OptionsOf(fields, decision, member.Value)));
        }

        return [.. conditions.OrderBy(condition => condition.Decision)];
    }

    private int[] OptionsOf(CustomFields fields, int decision, PlacedNode given)
    {
        var known = _decisions[decision].Decision.Options;
        var options = new SortedSet<int>();
        foreach (var node in given is JsonArrayNode list ? list.Items : [given])
        {
            var text = CustomFields.OptionOf(node)?.Text;
            var found = known.Index().Where(option => option.Item.Text == text).Select(option => (int?)option.Index).FirstOrDefault();
            if (found is { } option)
            {
                options.Add(option);
            }
            else if (known[0].Json != "0" || known.Count > 1)
            {
                string[] texts = [.. known.Select(one => one.Text)];
                _faults.Add(new(JobErrorCodes.UnknownWord, node.Position, $"{fields.Where} \"when\": "
                    + $"{ForeignText.Shown(node.Display)} is no option of \"{Names[decision]}\""
                    + $"{Nearest.Hint(text ?? string.Empty, texts)}; allowed: {string.Join(' ', texts)}"));
            }
        }

        return [.. options];
    }

    private string WhenJson(List<CustomCondition> when) => when.Count == 0 ? string.Empty
        : ",\"when\":{" + string.Join(",", when.Select(condition => $"{CanonicalJson.Text(Names[condition.Decision])}:["
            + string.Join(",", condition.Options.Select(option => _decisions[condition.Decision].Decision.Options[option].Json))
            + "]")) + "}";
}
