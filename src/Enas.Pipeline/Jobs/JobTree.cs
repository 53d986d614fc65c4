using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>Matches a parsed job file with the table: a value for every known key, an error for every other.</summary>
internal sealed class JobTree(JobTable table, string file, string folder, List<JobError> errors)
{
    private readonly List<GivenValue> _values = [];
    private readonly SortedDictionary<string, TextPosition> _sections = new(StringComparer.Ordinal);

    /// <summary>A table whose options are left out where the job's own does not have them; null where each unknown one is an
    /// error.</summary>
    public JobTable? LeftOut { get; init; }

    /// <summary>Values in the order of the file.</summary>
    public IReadOnlyList<GivenValue> Values => _values;

    /// <summary>Where something that is missing should have stood: its innermost section that is there.</summary>
    public TextPosition SectionOf(string key)
    {
        var section = key;
        do
        {
            section = section.Contains('.', StringComparison.Ordinal) ? section[..section.LastIndexOf('.')] : "";
        }
        while (section.Length > 0 && !_sections.ContainsKey(section));
        return _sections[section];
    }

    /// <summary>Walks the file from its root.</summary>
    public void Walk(PlacedNode root)
    {
        _sections[""] = root.Position;
        if (root is JsonObjectNode job)
        {
            Walk(job, "");
        }
        else
        {
            Refuse(JobErrorCodes.WrongType, root.Position, "", $"a job is an object, this is {root.KindName}");
        }
    }

    private void Walk(JsonObjectNode section, string prefix)
    {
        foreach (var member in section.Members)
        {
            var key = prefix + member.Key;
            if (table.Find(key) is { } option)
            {
                Add(option, member.Value);
            }
            else if (table.IsSection(key))
            {
                WalkSection(member, key);
            }
            else if (key != "$schema" && LeftOut?.Has(key) != true)
            {
                Refuse(JobErrorCodes.UnknownKey, member.KeyPosition, key, table.FaultOf(key));
            }
        }
    }

    private void WalkSection(JsonMember member, string key)
    {
        _sections[key] = member.KeyPosition;
        if (member.Value is JsonObjectNode inner)
        {
            Walk(inner, key + ".");
            return;
        }

        Refuse(JobErrorCodes.WrongType,
            member.Value.Position, key, $"= {member.Value.Display} is {member.Value.KindName}; expected an object");
    }

    private void Add(JobOption option, PlacedNode node)
    {
        var (json, faults) = option.ReadAll(node);
        var value = new GivenValue(option, json, file, node.Position, folder, JobErrorKind.BadJobFile);
        _values.Add(value);
        foreach (var fault in faults)
        {
            Refuse(fault.Code, fault.Position, option.Key, fault.Message);
        }
    }

    private void Refuse(string code, TextPosition position, string key, string message) =>
        errors.Add(new JobError(code, JobErrorKind.BadJobFile, file, position, key, message));
}
