import { Button } from "@mantine/core";
import classes from "@/components/admin/tables.module.css";
import { Card } from "@/components/ui/page-frame";
import { StatusPill } from "@/components/ui/status-pill";
import type { EncryptionStatus } from "@/lib/platform/contract";

type Props = { status: EncryptionStatus; busy: boolean; onRetire: (id: string) => void };

/** The keys with the number of rows that use them (0 proves that a key is unused), and the same by column. */
export function EncryptionTables({ status, busy, onRetire }: Props) {
  const ids = status.keys.map(({ id }) => id);
  return (
    <>
      <Card title="Keys" flush>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section className={classes.scroll} aria-label="Keys" tabIndex={0}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col">State</th>
                <th scope="col">Rows that name it</th>
                <th scope="col">Used since</th>
                <th scope="col">Retire</th>
              </tr>
            </thead>
            <tbody>
              {status.keys.map((key) => (
                <tr key={key.id}>
                  <th scope="row">{key.id}</th>
                  <td>
                    <StatusPill status={key.state} />
                  </td>
                  <td className="ln-figure">{key.rows === 0 && key.state === "retiring" ? "0, unused" : key.rows}</td>
                  <td>{key.activatedAt?.slice(0, 10) ?? "–"}</td>
                  <td>
                    {key.state === "retiring" && key.rows === 0 ? (
                      <Button
                        size="xs"
                        variant="default"
                        disabled={busy}
                        onClick={() => onRetire(key.id)}
                        aria-label={`Retire key ${key.id}`}
                      >
                        Retire
                      </Button>
                    ) : (
                      (key.retiredAt?.slice(0, 10) ?? "–")
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Card>
      <Card title="Rows by column and key" flush>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section className={classes.scroll} aria-label="Rows by column and key" tabIndex={0}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Column</th>
                {ids.map((id) => (
                  <th key={id} scope="col">
                    {id}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {status.columns.map(({ label, keys }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {ids.map((id) => (
                    <td key={id} className="ln-figure">
                      {keys[id] ?? 0}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Card>
    </>
  );
}
